/** The least there is: read a JSON file of the same prompts, parse it, take one. */
import { readFileSync } from 'node:fs'

const [file, id] = process.argv.slice(2)
const prompts = JSON.parse(readFileSync(file, 'utf8'))
process.exit(prompts[id].template.length > 0 ? 0 : 1)
