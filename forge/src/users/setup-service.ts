import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { AnvilError } from '@anvil/shared'
import type { SetupInput, SetupResult, SetupState } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { insertAuditEntry } from '../audit/audit-store.js'
import { insertMembership, insertOrganisation } from '../organisations/organisation-store.js'
import { hashPassword } from './password.js'
import { type SignInPlace, startSession } from './session-service.js'
import { countUsers, insertUser } from './user-store.js'

const SETTING = 'setup_code_sha256'
const LOCK_NUMBER = 72_616_302
const SETUP = { kind: 'system', id: 'setup', means: 'anonymous' } as const

/** Makes a new one-time code for the first admin, or undefined once somebody has an account. */
export async function issueSetupCode(ctx: AppContext): Promise<string | undefined> {
  const code = randomBytes(12).toString('base64url')
  const issued = await ctx.asActor(SETUP, async (trx) => {
    if ((await countUsers(trx)) > 0) return false
    await trx('forge_settings')
      .insert({ name: SETTING, value: JSON.stringify(sha256(code)) })
      .onConflict('name')
      .merge()
    return true
  })
  return issued ? code : undefined
}

/** Whether nobody has an account yet. */
export async function setupState(ctx: AppContext): Promise<SetupState> {
  return ctx.asActor(SETUP, async (trx) => ({ needed: (await countUsers(trx)) === 0 }))
}

/** Makes the first admin and their organisation; works once, with the code from the log. */
export async function setUp(ctx: AppContext, input: SetupInput, from: SignInPlace): Promise<SetupResult> {
  return ctx.asActor(SETUP, async (trx) => {
    await useCode(trx, input.code)
    const passwordHash = await hashPassword(input.password)
    const user = { id: ctx.newId(), email: input.email, name: input.name ?? input.email }
    const created_at = ctx.now()
    await insertUser(trx, { ...user, password_hash: passwordHash, created_at })
    const { name, slug } = input.organisation
    const organisation = await insertOrganisation(trx, { id: ctx.newId(), name, slug, created_at })
    await insertMembership(trx, { organisation_id: organisation.id, user_id: user.id, role: 'owner', created_at })
    const actor = { ...SETUP, address: from.address, requestId: from.requestId }
    await insertAuditEntry(trx, actor, created_at, {
      organisationId: organisation.id,
      action: 'setup.done',
      target: user.id,
    })
    return { ...(await startSession(ctx, trx, user, from)), organisation }
  })
}

async function useCode(trx: Knex.Transaction, code: string): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK_NUMBER])
  if ((await countUsers(trx)) > 0)
    throw new AnvilError('setup.already_done', 'This FORGE has its first admin already. Sign in instead.')
  const row: { value: string } | undefined = await trx('forge_settings').where({ name: SETTING }).first('value')
  if (!row || !timingSafeEqual(Buffer.from(sha256(code)), Buffer.from(row.value))) {
    throw new AnvilError(
      'setup.wrong_code',
      "This is not the setup code. It stands in FORGE's log since its last start.",
    )
  }
  await trx('forge_settings').where({ name: SETTING }).delete()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
