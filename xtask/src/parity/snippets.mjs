// The JavaScript snippets of the documentation page, against a server on loopback.

import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const { Client } = require("@microsoft/microsoft-graph-client");

const host = process.argv[2];
// Only the host is another one; the SDK itself sends tokens to Graph's own hosts alone.
const fetch = globalThis.fetch;
globalThis.fetch = (url, options) => fetch(url.replace("https://graph.microsoft.com", host), options);

const client = Client.init({ authProvider: (done) => done(null, "FAKE.TOKEN.VALUE") });
const call = "57dab8b1-894c-409a-b240-bd8beae78896";

for (const [callId, reject] of [
  [call, { reason: "busy" }],
  [call, { reason: "none" }],
  [call, { reason: "forbidden" }],
  [call, { callbackUri: "https://bot.contoso.com/api/calls", reason: "busy" }],
  [call, {}],
  // This SDK takes a path as it is, so whoever calls it encodes the id.
  [encodeURIComponent("a b/c?d#e%2Fé"), { reason: "busy" }],
]) {
  await client.api(`/communications/calls/${callId}/reject`).post(reject);
}
