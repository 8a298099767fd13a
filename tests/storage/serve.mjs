// A storage that speaks S3, for the tests of pictures in a bucket: node serve.mjs FOLDER. Says its port on the first line.
import S3rver from "@20minutes/s3rver";

const server = new S3rver({
  address: "127.0.0.1",
  port: 0,
  directory: process.argv[2],
  configureBuckets: [{ name: "pictures" }],
  silent: true,
});
const { port } = await server.run();
console.log(port);
