import type { Command } from 'commander'
import type { ForgeContext } from '../../context.js'
import { renewHeads } from '../../publishing/freshness.js'
import {
  type MadeKeyset,
  makeNewIdentity,
  revokeSigningKey,
  rotateRoot,
  rotateSigningKey,
} from '../../signing/keyset-service.js'
import type { CliHost } from '../cli-host.js'
import { confirm } from '../confirm.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

/** `anvil-forge keys rotate | revoke | new-identity`: what needs the root key on this server, or does without any. */
export const addKeyChanges: AddCommand = (keys, { host }) => {
  common(keys.command('rotate').description('make a new signing key for a year, or by --root a new root key'))
    .option('--root', 'replace the root key: clients pinned to the old one follow by themselves')
    .action((flags: CommonFlags & { root?: boolean }) =>
      change(host, flags, (ctx) => (flags.root ? rotateRoot : rotateSigningKey)(ctx, operatorOf(host))),
    )
  common(
    keys.command('revoke').description('trust a signing key no more, from now on and everywhere; raises the epoch'),
  )
    .argument('<id>', 'the id of the key, or its first 8 digits')
    .action((id: string, flags: CommonFlags) =>
      change(host, flags, (ctx) => revokeSigningKey(ctx, operatorOf(host), id)),
    )
  common(
    keys.command('new-identity').description('start over with a new root key, where the old one is lost or stolen'),
  )
    .option('--yes', 'do not ask')
    .action((flags: CommonFlags & { yes?: boolean }) => newIdentity(host, flags))
}

function common(command: Command): Command {
  return command.option('--json', 'write the result as one JSON object')
}

async function change(
  host: CliHost,
  flags: CommonFlags,
  make: (ctx: ForgeContext) => Promise<MadeKeyset>,
): Promise<void> {
  const { keyset, signingKey, heads, rootKey } = await withForge(host, async (ctx) => {
    const made = await make(ctx)
    return { ...made, heads: await renewHeads(ctx), rootKey: ctx.signing.rootKey }
  })
  const { number, epoch } = keyset
  const value = { keyset: number, epoch, signing_key: signingKey ?? null, root_key: rootKey, heads }
  writeResult(host, flags, value, [
    `Keyset ${number} is in force, epoch ${epoch}.`,
    ...(signingKey === undefined ? [] : [`${signingKey.slice(0, 16)} signs from now on.`]),
    `${heads} environments were signed anew. Instances learn of it by themselves, within seconds where they are connected.`,
  ])
}

async function newIdentity(host: CliHost, flags: CommonFlags & { yes?: boolean }): Promise<void> {
  await confirm(
    host,
    flags.yes,
    'Every instance keeps what it runs, but takes nothing new until it is given the new ANVIL_ROOT_KEY.',
  )
  const { forgeId, rootKey, heads } = await withForge(host, async (ctx) => {
    await makeNewIdentity(ctx, operatorOf(host))
    const heads = await renewHeads(ctx)
    return { forgeId: ctx.signing.forgeId, rootKey: ctx.signing.rootKey, heads }
  })
  writeResult(host, flags, { forge_id: forgeId, root_key: rootKey, heads }, [
    `ANVIL_ROOT_KEY=${rootKey}`,
    `${heads} environments were signed anew. Give every application this root key, and start it again.`,
  ])
}
