/** A host that renders as soon as its client has started, and says which modules that took; then those that came later. */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const { createAnvil } = await import('../../src/index.js')
const client = createAnvil({ logger: false })
await client.start()
const text = client.prompt('hello')
const atFirstPrompt = loaded()

let later = loaded()
while (!process.argv.slice(2).every((name) => later.some((url) => url.includes(name)))) {
  await pause(10)
  later = loaded()
}
process.stdout.write(JSON.stringify({ text, atFirstPrompt, later }))
await client.close()

function loaded(): string[] {
  return readFileSync(process.env['ANVIL_TEST_LOADED'] ?? '', 'utf8')
    .trim()
    .split('\n')
}
