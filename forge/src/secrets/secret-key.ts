import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import type { ForgeConfig } from '../config.js'
import { SECRET_KEY } from '../config/secret-key.js'
import { createSecretBox, type SecretBox } from './secret-box.js'

const CHECK = 'secret_key_check'
const CHECK_TEXT = 'anvil'

/** Opens the secret box with the configured key, or with the one kept in the data folder; where it may, it makes that (mode 0600). */
export async function openSecretBox(config: ForgeConfig, { make }: { make: boolean }): Promise<SecretBox> {
  const text = config.secrets.key?.reveal() ?? (await keptKey(path.join(config.dataDir, 'secret.key'), make))
  return createSecretBox(Buffer.from(text, 'base64url'))
}

/** Whether this database was made with a secret key, so that no other will do. */
export async function hasSecretKey(db: Knex): Promise<boolean> {
  return (await db('forge_settings').where({ name: CHECK }).first('name')) !== undefined
}

/** Refuses to go on with a key other than the one this database was made with. */
export async function checkSecretKey(db: Knex, box: SecretBox): Promise<void> {
  const value = JSON.stringify(box.seal(Buffer.from(CHECK_TEXT), CHECK).toString('base64'))
  await db('forge_settings').insert({ name: CHECK, value }).onConflict('name').ignore()
  const row: { value: string } | undefined = await db('forge_settings').where({ name: CHECK }).first('value')
  try {
    box.open(Buffer.from(row?.value ?? '', 'base64'), CHECK)
  } catch (cause) {
    throw new AnvilError(
      'secret_key.wrong',
      'The secret key is not the one this database was made with. Put the original one back: into ANVIL_SECRET_KEY, or into the file secret.key of the data folder.',
      { cause },
    )
  }
}

async function keptKey(file: string, make: boolean): Promise<string> {
  const found = await readIfThere(file)
  if (found !== undefined) return checked(found, file)
  if (!make) {
    throw new AnvilError(
      'secret_key.required',
      `The secret key that this database was made with is missing. Put its file back to ${file}, or set ANVIL_SECRET_KEY to it.`,
    )
  }
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  await link(draft, file).catch(ignoreExisting)
  await rm(draft)
  return keptKey(file, make)
}

function checked(text: string, file: string): string {
  if (SECRET_KEY.test(text)) return text
  throw new AnvilError(
    'secret_key.wrong',
    `${file} holds no secret key: that has 32 bytes in base64url (43 characters). Put the original one back; where FORGE never ran with this folder, delete the file and a new one is made.`,
  )
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function ignoreExisting(error: unknown): void {
  if (!isCode(error, 'EEXIST')) throw error
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
