/** The built client in a process of its own: disk to first prompt, then out. Says what processor time it took. */
import { createAnvil } from '../dist/index.js'

const [id, values = '{}'] = process.argv.slice(2)
const anvil = createAnvil({ logger: false })
await anvil.start()
if (anvil.prompt(id, JSON.parse(values)).length === 0) process.exit(1)
const { user, system } = process.cpuUsage()
process.stdout.write(String(user + system))
process.exit(0)
