/** The least there is: read a JSON file of the same prompts, parse it, take one. Says what processor time it took. */
import { readFileSync } from 'node:fs'

const [file, id] = process.argv.slice(2)
const prompts = JSON.parse(readFileSync(file, 'utf8'))
if (prompts[id].template.length === 0) process.exit(1)
const { user, system } = process.cpuUsage()
process.stdout.write(String(user + system))
process.exit(0)
