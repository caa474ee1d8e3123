// node issuing-client.mjs ISSUER   with {client_id, client_secret, credential, other} as JSON on stdin
// A program that issues by VC-API, made of oauth4webapi: server metadata, client credentials, issue, the same again,
// a request that must be refused, revocation of what was issued. Prints what it was answered as one line of JSON.
// For a server with a self-signed certificate set NODE_EXTRA_CA_CERTS.
import {readFileSync} from 'node:fs';
import * as oauth from 'oauth4webapi';

const told = JSON.parse(readFileSync(0, 'utf8'));
const issuer = new URL(process.argv[2]);
const server = await oauth.processDiscoveryResponse(
  issuer, await oauth.discoveryRequest(issuer, {algorithm: 'oauth2'}));
const client = {client_id: told.client_id};
const granted = await oauth.processClientCredentialsResponse(
  server, client, await oauth.clientCredentialsGrantRequest(
    server, client, oauth.ClientSecretBasic(told.client_secret), new URLSearchParams()));

const post = async (what, body, more = {}) => {
  const headers = new Headers({'content-type': 'application/json', ...more});
  // it throws on a challenge, and hands everything else back
  const response = await oauth.protectedResourceRequest(
    granted.access_token, 'POST', new URL(`/vc-api/credentials/${what}`, issuer), headers, JSON.stringify(body));
  return {status: response.status, body: await response.json()};
};
const once = {'idempotency-key': 'row 7'};
const issued = await post('issue', {credential: told.credential, options: {}}, once);
const again = await post('issue', {credential: told.credential, options: {}}, once);
const refused = await post('issue', {credential: told.other});
const revoked = await post('status', {
  credentialId: issued.body.verifiableCredential.id,
  credentialStatus: [{type: 'BitstringStatusListEntry', statusPurpose: 'revocation', status: '1'}]
});
const given = await oauth.processRevocationResponse(await oauth.revocationRequest(
  server, client, oauth.ClientSecretBasic(told.client_secret), granted.access_token));
let after;
try {
  after = await post('issue', {credential: told.credential}, once);
} catch(error) {
  after = {status: error.status ?? error.cause?.status ?? 401, challenge: error instanceof oauth.WWWAuthenticateChallengeError};
}
console.log(JSON.stringify({scope: granted.scope, issued, again, refused, revoked, given, after}));
