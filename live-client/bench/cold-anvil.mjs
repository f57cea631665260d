/** The built client in a process of its own: disk to first prompt, then out. */
import { createAnvil } from '../dist/index.js'

const [id, values = '{}'] = process.argv.slice(2)
const anvil = createAnvil({ logger: false })
await anvil.start()
const text = anvil.prompt(id, JSON.parse(values))
process.exit(text.length > 0 ? 0 : 1)
