import { generateKey } from '@anvil/shared/bundle'
import type { Command } from 'commander'
import { renewHeads } from '../../publishing/freshness.js'
import { KeysetRequest, RootKeyFile, SignedKeyset } from '../../signing/key-files.js'
import { exportRoot, installKeyset, removeRoot, requestKeyset } from '../../signing/offline-root-service.js'
import { checkRequest, type RequestedChange, signRequest } from '../../signing/sign-request.js'
import type { CliHost } from '../cli-host.js'
import { confirm } from '../confirm.js'
import { readJsonFile, writeNewFile } from '../key-files.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface OutFlags extends CommonFlags {
  out: string
}
interface SignFlags extends OutFlags {
  rootKey: string
  newRoot?: string
  yes?: boolean
}

/** `anvil-forge keys export-root | request | sign | install`: the root key kept away from the server. */
export const addOfflineRoot: AddCommand = (keys, { host }) => {
  common(keys.command('export-root').description('write the root key with its private half to a file (0600)'))
    .requiredOption('--out <file>', 'the new file')
    .option('--remove', 'and delete the private half from this server')
    .action((flags: OutFlags & { remove?: boolean }) => writeRoot(host, flags))
  common(keys.command('request').description('write down the next keyset, for the root key to sign elsewhere'))
    .requiredOption('--out <file>', 'the new file')
    .option('--revoke <id>', 'revoke this signing key by it, and raise the epoch')
    .action((flags: OutFlags & { revoke?: string }) => writeRequest(host, flags))
  common(keys.command('sign').description('sign a request with the root key; needs no FORGE and no network'))
    .argument('<request>', 'the file that keys request wrote')
    .requiredOption('--root-key <file>', 'the file that keys export-root wrote')
    .requiredOption('--out <file>', 'the new file')
    .option('--new-root <file>', 'make a new root key in this new file, and let it take over')
    .option('--yes', 'do not ask')
    .action((request: string, flags: SignFlags) => sign(host, request, flags))
  common(keys.command('install').description('put a keyset in force that the root key signed elsewhere'))
    .argument('<file>', 'the file that keys sign wrote')
    .action((file: string, flags: CommonFlags) => install(host, file, flags))
}

function common(command: Command): Command {
  return command.option('--json', 'write the result as one JSON object')
}

async function writeRoot(
  host: CliHost,
  { out, remove = false, ...flags }: OutFlags & { remove?: boolean },
): Promise<void> {
  const { id } = await withForge(host, async (ctx) => {
    const root = await exportRoot(ctx, operatorOf(host))
    await writeNewFile(out, `${JSON.stringify(root)}\n`)
    if (remove) await removeRoot(ctx, operatorOf(host), (await readJsonFile(out, RootKeyFile)).id)
    return root
  })
  const where = remove ? 'Its private half is on this server no more.' : 'Its private half is on this server as well.'
  writeResult(host, flags, { root: id, file: out, removed: remove }, [
    `The root key ${id.slice(0, 16)} is in ${out}. Whoever has this file can sign for this FORGE: keep it offline, twice.`,
    where,
  ])
}

async function writeRequest(host: CliHost, { out, revoke, ...flags }: OutFlags & { revoke?: string }): Promise<void> {
  const { keyset } = await withForge(host, async (ctx) => {
    const request = await requestKeyset(ctx, { revoke })
    await writeNewFile(out, `${JSON.stringify(request)}\n`)
    return request
  })
  writeResult(host, flags, { keyset: keyset.number, epoch: keyset.epoch, file: out }, [
    `Keyset ${keyset.number} waits in ${out} for the root key. There: anvil-forge keys sign ${out} --root-key <file> --out <signed>`,
    'Then here: anvil-forge keys install <signed>',
  ])
}

async function sign(host: CliHost, request: string, { out, newRoot, ...flags }: SignFlags): Promise<void> {
  const rootKey = await readJsonFile(flags.rootKey, RootKeyFile)
  const checked = checkRequest(await readJsonFile(request, KeysetRequest), rootKey)
  await confirm(host, flags.yes, sentenceOf(checked.change))
  const made = newRoot === undefined ? undefined : generateKey()
  if (newRoot !== undefined && made) {
    const { id, publicKey: public_key, privateKey: private_key } = made
    const file: RootKeyFile = { ...rootKey, id, public_key, private_key }
    await writeNewFile(newRoot, `${JSON.stringify(file)}\n`)
  }
  await writeNewFile(out, `${JSON.stringify(signRequest(checked, made))}\n`)
  const { number, epoch, added, dropped, revoked } = checked.change
  const value = { keyset: number, epoch, added, dropped, revoked, new_root: made?.id ?? null, file: out }
  writeResult(host, flags, value, [
    `Keyset ${number} is signed, in ${out}. On the server: anvil-forge keys install ${out}`,
  ])
}

async function install(host: CliHost, file: string, flags: CommonFlags): Promise<void> {
  const signed = await readJsonFile(file, SignedKeyset)
  const { keyset, heads } = await withForge(host, async (ctx) => {
    const keyset = await installKeyset(ctx, operatorOf(host), signed)
    return { keyset, heads: await renewHeads(ctx) }
  })
  const { number, epoch } = keyset
  writeResult(host, flags, { keyset: number, epoch, heads }, [
    `Keyset ${number} is in force, epoch ${epoch}. ${heads} environments were signed anew.`,
  ])
}

function sentenceOf({ number, epoch, epochBefore, added, dropped, revoked }: RequestedChange): string {
  const short = (ids: string[]): string => ids.map((id) => id.slice(0, 16)).join(', ')
  const parts = [
    ...(added.length > 0 ? [`lets ${short(added)} sign`] : []),
    ...(revoked.length > 0 ? [`revokes ${short(revoked)}`] : []),
    ...(dropped.length > revoked.length ? [`drops ${short(dropped.filter((id) => !revoked.includes(id)))}`] : []),
    ...(epoch > epochBefore ? [`raises the epoch from ${epochBefore} to ${epoch}`] : []),
  ]
  return `Keyset ${number} ${parts.join(', ') || 'changes nothing'}.`
}
