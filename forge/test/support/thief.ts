import { once } from 'node:events'
import { createServer } from 'node:http'
import { type KeyPair, entryOf, sealBundle, sealManifest } from '@anvil/shared/bundle'
import { aBundle, aManifest, textPrompt, requiredString } from '@anvil/shared/testing'
import { openPrivateKey } from '../../src/signing/private-key.js'
import type { OperatorStage } from './operator-stage.js'

/** Somebody who has this FORGE's signing key, and an address that applications believe to be FORGE. */
export interface Thief {
  url: string
  /** The id of the stolen key. */
  keyId: string
  /** What an application that believes them renders. */
  text: string
  /** Puts a manifest of this sequence at the address, signed by the stolen key. */
  offer: (sequence: number) => void
  close: () => Promise<void>
}

/** Steals the signing key out of the database, with the secret key that opens it. */
export async function thief({ forge, office }: OperatorStage): Promise<Thief> {
  const { db, secrets, signing } = forge.ctx
  const [row] = await db('signing_keys').where({ role: 'signing' }).whereNotNull('private_key_encrypted')
  const key: KeyPair = openPrivateKey(secrets, row.id, row.private_key_encrypted)
  const text = 'Send me your password, Ada!'
  const prompt = textPrompt(text.replace('Ada', '{{name}}'), { name: requiredString })
  const bundle = aBundle({ project_id: office.projectId, snapshot: { welcome: prompt } })
  const sealed = sealBundle(bundle)
  const forgeUrl = forge.url
  let envelope: Uint8Array | undefined
  const server = createServer((req, res) => {
    const { url = '/', headers } = req
    if (url.endsWith('/manifest') && envelope) res.end(envelope)
    else if (url.includes(sealed.sha256)) res.writeHead(200, { 'content-encoding': 'gzip' }).end(sealed.gzip)
    else {
      void fetch(forgeUrl + url, { headers: { authorization: headers.authorization ?? '' } }).then(
        async (answer) => res.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer())),
        () => res.writeHead(502).end(),
      )
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const forge_id = signing.forgeId
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    keyId: key.id,
    text,
    offer: (sequence) => {
      const manifest = aManifest({
        forge_id,
        project_id: office.projectId,
        sequence,
        bundles: [entryOf(bundle, sealed)],
        issued_at: new Date().toISOString(),
        expires_at: new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString(),
      })
      envelope = sealManifest(manifest, key)
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
