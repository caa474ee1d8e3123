// Every cryptosuite of the libraries that we did not write, to sign what ours must verify and to verify what ours signed.
//
//   node proofs.mjs verify FILE                          exit 0 when the proof holds
//   node proofs.mjs sign SUITE KIND FILE [SPOIL]         prints FILE signed with a new key; KIND is Ed25519, P-256, P-384
//   node proofs.mjs derive FILE POINTER ...              prints what FILE, with a base proof, shows of itself
//
// With ecdsa-sd-2023 the last argument of sign is the mandatory pointers, separated by commas.
// A presentation is signed for the challenge "1235abcd6789" at "suite.example". SPOIL makes what a verifier must notice:
// noOffsetCreated, noOffsetExpires, invalidCreated.
import {readFileSync} from 'node:fs';
import jsigs from 'jsonld-signatures';
import * as vc from '@digitalbazaar/vc';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import {makeLoader} from './loader.mjs';

const {AssertionProofPurpose, AuthenticationProofPurpose} = jsigs.purposes;
const CHALLENGE = '1235abcd6789';
const DOMAIN = 'suite.example';
const {loader: documentLoader} = makeLoader();
const suites = {
  'eddsa-rdfc-2022': () => eddsaRdfc,
  'eddsa-jcs-2022': () => (eddsaJcs.createSignCryptosuite ?? (() => eddsaJcs.cryptosuite))(),
  'ecdsa-rdfc-2019': () => ecdsaRdfc,
  'ecdsa-jcs-2019': () => (ecdsaJcs.createSignCryptosuite ?? (() => ecdsaJcs.cryptosuite))(),
  'ecdsa-sd-2023': pointers => ecdsaSd.createSignCryptosuite({mandatoryPointers: pointers.split(',')})
};
const verifying = {
  ...suites,
  'eddsa-jcs-2022': () => (eddsaJcs.createVerifyCryptosuite ?? (() => eddsaJcs.cryptosuite))(),
  'ecdsa-jcs-2019': () => (ecdsaJcs.createVerifyCryptosuite ?? (() => ecdsaJcs.cryptosuite))(),
  'ecdsa-sd-2023': () => ecdsaSd.createVerifyCryptosuite()
};

const [command, ...rest] = process.argv.slice(2);
if(command === 'verify') {
  const document = JSON.parse(readFileSync(rest[0], 'utf8'));
  const presentation = [].concat(document.type).includes('VerifiablePresentation');
  const purpose = presentation ?
    new AuthenticationProofPurpose({challenge: CHALLENGE, domain: DOMAIN}) : new AssertionProofPurpose();
  const suite = [
    ...Object.values(verifying).map(make => new DataIntegrityProof({cryptosuite: make()})),
    new Ed25519Signature2020()
  ];
  const result = await jsigs.verify(document, {suite, purpose, documentLoader});
  console.log(JSON.stringify({verified: result.verified, error: String(result.error?.errors ?? result.error ?? '')}));
  process.exit(result.verified ? 0 : 1);
} else if(command === 'derive') {
  const [file, ...selectivePointers] = rest;
  const suite = new DataIntegrityProof({cryptosuite: ecdsaSd.createDiscloseCryptosuite({selectivePointers})});
  const verifiableCredential = JSON.parse(readFileSync(file, 'utf8'));
  console.log(JSON.stringify(await vc.derive({verifiableCredential, suite, documentLoader})));
} else {
  const [name, kind, file, spoil] = rest;
  const document = JSON.parse(readFileSync(file, 'utf8'));
  const key = kind === 'Ed25519' ?
    await Ed25519Multikey.generate() : await EcdsaMultikey.generate({curve: kind});
  const did = `did:key:${key.publicKeyMultibase}`;
  key.controller = did;
  key.id = `${did}#${key.publicKeyMultibase}`;
  let suite;
  if(name === 'Ed25519Signature2020') {
    suite = new Ed25519Signature2020({key: new Ed25519VerificationKey2020({
      id: key.id, controller: did, publicKeyMultibase: key.publicKeyMultibase,
      privateKeyMultibase: key.secretKeyMultibase})});
  } else {
    suite = new DataIntegrityProof({signer: key.signer(), cryptosuite: suites[name](spoil)});
  }
  const now = new Date().toISOString().replace(/\.\d+Z$/, '');
  if(spoil === 'noOffsetCreated') {
    suite.date = now;
  } else if(spoil === 'noOffsetExpires') {
    suite.proof = {expires: now};
  } else if(spoil === 'invalidCreated') {
    suite.date = 'invalidDate';
  }
  const signed = [].concat(document.type).includes('VerifiablePresentation') ?
    await vc.signPresentation({
      presentation: {...document, holder: did}, suite, challenge: CHALLENGE, domain: DOMAIN, documentLoader}) :
    await vc.issue({credential: {...document, issuer: did}, suite, documentLoader});
  console.log(JSON.stringify(signed));
}
