import { writeAnvilFile } from '../../src/bundle/index.js'
import { aBundle, testForge, textPrompt } from '../../src/testing/index.js'
import { base64, type VectorFile } from './vector-file.js'

const forge = testForge()
const other = aBundle({
  prompt_set: 'other',
  prompt_set_id: '11111111-1111-4111-8111-111111111111',
  snapshot: { other: textPrompt('日本 {{name}}') },
})

function fileOf(bundles: Parameters<typeof forge.publish>[0]) {
  const { envelope, bundles: sealed } = forge.publish(bundles)
  const bytes = new Map([...sealed].map(([sha256, bundle]) => [sha256, bundle.bytes]))
  const file = { keysets: forge.keysets, manifest: envelope, bundles: bytes }
  return {
    bytes: base64(writeAnvilFile(file)),
    keysets: forge.keysets.map(base64),
    manifest: base64(envelope),
    bundles: Object.fromEntries([...bytes].map(([sha256, each]) => [sha256, base64(each)])),
  }
}

const one = fileOf([aBundle()])
const text = Buffer.from(one.bytes, 'base64').toString()
const changed = (from: string | RegExp, to: string) => base64(text.replace(from, to))
const [digest = ''] = Object.keys(one.bundles)

const good = { 'one bundle': one, 'two bundles': fileOf([aBundle(), other]), 'no bundle': fileOf([]) }

const bad: Record<string, readonly [string, string]> = {
  'no file of ours': ['anvil_file.malformed', base64('hello')],
  'cut short': ['anvil_file.malformed', base64(text.slice(0, -2))],
  'white space': ['anvil_file.malformed', base64(`${text}\n`)],
  'a byte order mark': ['anvil_file.malformed', base64(`\uFEFF${text}`)],
  'another format': ['anvil_file.malformed', changed('"format":1,"keysets"', '"format":2,"keysets"')],
  'a doubled key': ['anvil_file.malformed', changed('"format":1,"keysets"', '"format":1,"format":1,"keysets"')],
  'a field that is not known': ['anvil_file.malformed', changed('{"bundles"', '{"a":1,"bundles"')],
  'a digest that is none': ['anvil_file.malformed', changed(digest, 'abc')],
  'a bundle that its digest does not name': ['anvil_file.malformed', changed('Welcome', 'welcome')],
}

/** `*.anvil` files, and their parts. */
export const anvilFileVectors: VectorFile = {
  about:
    'The bytes of a *.anvil file (base64). Good: its keysets, its manifest and its bundles by their digest, each as the bytes (base64) that are then verified as from the network. Bad: refused.',
  vectors: [
    ...Object.entries(good).map(([name, parts]) => ({ name, ...parts })),
    ...Object.entries(bad).map(([name, [refuse, bytes]]) => ({ name, bytes, refuse })),
  ],
}
