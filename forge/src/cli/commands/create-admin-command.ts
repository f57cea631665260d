import { Email, Name, NewOrganisation, Password } from '@anvil/shared/api'
import { parse } from '@anvil/shared'
import { z } from 'zod'
import { createAdmin } from '../../users/create-admin-service.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand } from '../program.js'
import { readSecret } from '../read-secret.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

const Admin = z.object({ email: Email, name: Name.optional(), password: Password, organisation: NewOrganisation })

interface AdminFlags extends CommonFlags {
  email: string
  name?: string
  organisation: string
}

/** `anvil-forge create-admin`: makes an owner of an organisation, the first one or another. */
export const createAdminCommand: AddCommand = (program, { host }) => {
  program
    .command('create-admin')
    .description('make an account that owns an organisation; its password comes from ANVIL_ADMIN_PASSWORD or stdin')
    .requiredOption('--email <address>', 'whose account')
    .option('--name <name>', 'their name; the address without it')
    .requiredOption('--organisation <name>', 'the organisation they own: its slug, or the name of a new one')
    .option('--json', 'write the result as one JSON object')
    .action(async ({ email, name, organisation, ...flags }: AdminFlags) => {
      const password = await readSecret(host, { variable: 'ANVIL_ADMIN_PASSWORD', what: 'password' })
      const admin = parse(Admin, { email, name, password, organisation: { name: organisation } })
      const made = await withForge(host, (ctx) => createAdmin(ctx, operatorOf(host), admin))
      const news = made.known ? 'has the new password, and owns' : 'owns'
      writeResult(host, flags, made, [`${made.user.email} ${news} ${made.organisation.name}.`])
    })
}
