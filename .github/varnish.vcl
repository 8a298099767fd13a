# A Varnish in front of all servers, with the vmod xkey (Debian: varnish, varnish-modules). Set on each server
#   NewsSite__FrontCache__Purge=http://varnish/
# What readers see is forgotten by the names of what changed; see OPERATING.md.
vcl 4.1;

import directors;
import std;
import xkey;

probe ready {
    .url = "/health/live";
    .interval = 2s;
    .timeout = 1s;
    .window = 4;
    .threshold = 2;
    .initial = 2;
}

backend site { .host = "site"; .port = "8080"; .probe = ready; }
backend site2 { .host = "site-2"; .port = "8080"; .probe = ready; }
backend site3 { .host = "site-3"; .port = "8080"; .probe = ready; }

# The servers themselves, which are told of changes.
acl servers {
    "127.0.0.0"/8;
    "10.0.0.0"/8;
    "172.16.0.0"/12;
    "192.168.0.0"/16;
}

sub vcl_init {
    new all = directors.round_robin();
    all.add_backend(site);
    all.add_backend(site2);
    all.add_backend(site3);
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # One that came through a proxy says for whom; it is nobody's to send.
        if (client.ip !~ servers || req.http.X-Forwarded-For ~ ",") {
            return (synth(403, "Only the servers may"));
        }

        set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
        return (synth(200, req.http.X-Purged + " forgotten"));
    }

    # Behind the proxy that ends TLS, the last address is that proxy's; the servers want the reader's.
    set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ", [^,]*$", "");

    # What campaigns append to an address makes no other page.
    set req.url = regsuball(req.url, "(?<=[?&])(utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid)=[^&]*&?", "");
    set req.url = regsub(req.url, "[?&]+$", "");

    # The live stream never ends: it is handed on byte by byte. Each takes a thread here; see OPERATING.md.
    if (req.url ~ "^/live(\?|$)") {
        set req.backend_hint = all.backend();
        return (pipe);
    }

    # Nothing is older than it may be, unless no server answers: then readers get what there is for a day.
    set req.backend_hint = all.backend();
    if (std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
}

sub vcl_pipe {
    # One request, and not whatever comes after it.
    set bereq.http.Connection = "close";
}

sub vcl_backend_response {
    # Where the module looks for the names.
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    # What has no name cannot be told to be forgotten; assets change their address instead.
    if (!beresp.http.Surrogate-Key && beresp.http.Cache-Control !~ "immutable") {
        set beresp.uncacheable = true;
    }

    if (beresp.http.Cache-Control ~ "stale-if-error") {
        set beresp.grace = 1d;
    }
}

sub vcl_deliver {
    unset resp.http.Surrogate-Key;
    unset resp.http.xkey;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "hit";
    } else {
        set resp.http.X-Cache = "miss";
    }
}
