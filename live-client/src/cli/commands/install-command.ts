import { existsSync } from 'node:fs'
import { AnvilError } from '@anvil/shared/errors'
import { EXIT } from '@anvil/shared/exit-codes'
import { fieldsOf } from '../../fields.js'
import { SDK_VERSION } from '../../sdk.js'
import { agree } from '../agree.js'
import { expressEdit } from '../express-edit.js'
import { type FileEdit, readText, realEdits, showEdit, writeEdits } from '../files/file-edit.js'
import { objectIn, withMembers } from '../files/json-of-file.js'
import { withLines } from '../files/lines-of-file.js'
import { type Output, writeResult } from '../output.js'
import type { Terminal } from '../terminal.js'

const PACKAGE = '@anvil/live-client'
const CONFIG = 'anvil.config.json'

export interface InstallFlags {
  dryRun?: boolean
  yes?: boolean
}

/** `anvil install`: makes an application ready for Anvil; shows what it changes, and changes nothing a second time. */
export async function installCommand(
  { dryRun = false, yes = false }: InstallFlags,
  output: Output,
  terminal: Terminal,
): Promise<number> {
  const { edits, notes } = await plan()
  for (const edit of edits) for (const line of showEdit(edit)) output.message(line)
  for (const note of notes) output.message(note)
  const paths = edits.map(({ path }) => path)
  if (edits.length > 0 && !dryRun) {
    await agree('Write these changes?', yes, terminal)
    await writeEdits(edits)
  }
  const result = edits.length === 0 ? 'nothing_to_do' : dryRun ? 'would_write' : 'written'
  writeResult(output, { result, files: paths }, [HEADLINE[result] + (paths.length > 0 ? `: ${paths.join(', ')}` : '')])
  if (result === 'written') output.message('Next: install the dependencies, then run anvil connect.')
  return EXIT.ok
}

const HEADLINE = { nothing_to_do: 'Everything is in place', would_write: 'Would write', written: 'Written' }

async function plan(): Promise<{ edits: FileEdit[]; notes: string[] }> {
  const manifest = await readText('package.json')
  if (manifest === undefined)
    throw new AnvilError('file.unusable', 'There is no package.json here. Go to the folder of your application.')
  const application = objectIn('package.json', manifest)
  const held = { ...fieldsOf(application['devDependencies']), ...fieldsOf(application['dependencies']) }
  const express = Object.hasOwn(held, 'express') ? await expressEdit(application) : undefined
  const edits = [
    ...(Object.hasOwn(held, PACKAGE)
      ? []
      : [await withMembers('package.json', { dependencies: { [PACKAGE]: SDK_VERSION } })]),
    ...(hasConfig() ? [] : [await withMembers(CONFIG, { cacheDir: '.anvil-cache' })]),
    await withLines('.gitignore', ['.env', '.anvil-cache/']),
    ...(express?.edit ? [express.edit] : []),
  ]
  return { edits: realEdits(edits), notes: express?.note === undefined ? [] : [express.note] }
}

const hasConfig = (): boolean => [CONFIG, 'anvil.config.mjs'].some((name) => existsSync(name))
