// node suite-client.mjs   reads the first line of a conformance server on stdin and walks through it with the HTTP
// client of the W3C suites: issue, verify, fetch the status list, be refused. Prints one JSON line for each issuer.
import https from 'node:https';
import {readFileSync} from 'node:fs';
import {httpClient} from '@digitalbazaar/http-client';

const told = JSON.parse(readFileSync(0, 'utf8').split('\n')[0]);
const agent = new https.Agent({rejectUnauthorized: false, keepAlive: true});
const headers = {accept: 'application/json, application/ld+json, */*', 'content-type': 'application/json'};
const post = (url, json) => httpClient(url, {method: 'POST', json, headers, agent});

for(const {id, name, endpoint} of told.issuers) {
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    id: `urn:uuid:${crypto.randomUUID()}`,
    issuer: id,
    credentialSubject: {name: 'Alice'}
  };
  const issued = await post(endpoint, {credential, options: undefined});
  let {verifiableCredential} = issued.data;
  if(name === 'ecdsa-sd-2023') {
    const derived = await post(told.vcHolders[0].endpoint, {
      verifiableCredential, options: {selectivePointers: ['/credentialSubject']}});
    ({verifiableCredential} = derived.data);
  }
  const verified = await post(
    told.verifiers[0].endpoint, {verifiableCredential, options: {checks: ['proof']}});
  let list;
  if(verifiableCredential.credentialStatus) {
    const answer = await httpClient.get(
      verifiableCredential.credentialStatus.statusListCredential, {agent});
    list = answer.data.type;
  }
  let refused;
  try {
    await post(endpoint, {credential: {...credential, undefinedTerm: 'x'}});
  } catch(error) {
    refused = [error.name, error.status];
  }
  console.log(JSON.stringify({name, issued: issued.status, verified: verified.data.verified, list, refused}));
}
process.exit(0);
