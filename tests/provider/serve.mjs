// A provider of OpenID Connect for the tests: node serve.mjs RETURN-ADDRESS. Says its address on the first line.
// POST /next says who signs in there next, and what of the token is made wrong: it stands for a provider that lies.
import { createServer } from "node:http";
import { createHash, generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";
import { SignJWT, decodeJwt } from "jose";

const [returnAddress] = process.argv.slice(2);
const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const [own, foreign] = [pair(), pair()];
const client = { id: "newsroom", secret: "a secret of the two, long enough for HS256" };
const people = new Map();
let next = {};

const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(address, {
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [returnAddress],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  jwks: { keys: [{ ...own.export({ format: "jwk" }), kid: "own", use: "sig", alg: "RS256" }] },
  cookies: { keys: ["of the tests"] },
  claims: { email: ["email", "email_verified"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
  // Whoever has signed in has agreed.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});

/** A token as the provider made it, but for one thing. */
async function bend(token, what) {
  const claims = decodeJwt(token);
  const past = Math.floor(Date.now() / 1000) - 7_200;
  const wrong = {
    issuer: { iss: "https://elsewhere.example" },
    audience: { aud: "somebody-else" },
    nonce: { nonce: createHash("sha256").update("another").digest("hex") },
    expired: { iat: past, exp: past + 60 },
  }[what];
  if (what === "unsigned") {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
  }

  if (what === "stripped") {
    return token.slice(0, token.lastIndexOf(".") + 1);
  }

  const [alg, key] =
    what === "symmetric" ? ["HS256", Buffer.from(client.secret)] : ["RS256", what === "signature" ? foreign : own];
  return new SignJWT({ ...claims, ...wrong }).setProtectedHeader({ alg, kid: "own" }).sign(key);
}

provider.use(async (ctx, then) => {
  if (next.away) {
    ctx.status = 503;
    return;
  }

  await then();
  if (ctx.path === "/token" && ctx.body?.id_token && next.bend) {
    ctx.body = { ...ctx.body, id_token: await bend(ctx.body.id_token, next.bend) };
  } else if (ctx.path === "/.well-known/openid-configuration" && next.issuer) {
    ctx.body = { ...ctx.body, issuer: next.issuer };
  } else if (ctx.path === "/me" && next.other) {
    ctx.body = { ...ctx.body, sub: next.other };
  }
});

const callback = provider.callback();
server.on("request", async (request, response) => {
  if (request.method === "POST" && request.url === "/next") {
    const parts = [];
    for await (const part of request) {
      parts.push(part);
    }

    next = JSON.parse(Buffer.concat(parts));
    response.end();
  } else if (request.url.startsWith("/interaction/")) {
    const { sub, ...person } = next.person ?? {};
    people.set(sub, person);
    await provider.interactionFinished(
      request,
      response,
      next.refuse
        ? { error: "access_denied", error_description: "The person said no." }
        : { login: { accountId: sub, amr: ["pwd", "mfa"], remember: false } },
    );
  } else {
    callback(request, response);
  }
});
console.log(address);
