/** Notes every module that a process loads, one address a line, in the file that ANVIL_TEST_LOADED names. */
import { appendFileSync } from 'node:fs'
import { register } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const file = process.env['ANVIL_TEST_LOADED']

if (isMainThread && file !== undefined) register(import.meta.url)

export async function load(url, context, nextLoad) {
  if (file !== undefined) appendFileSync(file, `${url}\n`)
  return nextLoad(url, context)
}
