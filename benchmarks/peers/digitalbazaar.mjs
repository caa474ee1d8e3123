// @digitalbazaar/vc; see data-integrity.mjs for what it can be told.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {serve} from './data-integrity.mjs';

await serve({vc, DataIntegrityProof, Ed25519Multikey, cryptosuite});
