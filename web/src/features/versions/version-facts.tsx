import { isolate } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import type { ReactNode } from 'react'
import { CopyButton } from '../../components/copy-button.js'
import { When } from '../../components/when.js'
import { sayPrompts, saySize } from './say-version.js'
import { Verbatim } from '../../components/verbatim.js'

/** Who made a version, of what, and the digests by which it is known. */
export function VersionFacts({ version }: { version: Version }) {
  const { created_by, created_at, authors, approvals, required_approvals: required, bytes, gzip_bytes } = version
  return (
    <dl className="grid gap-x-6 gap-y-3 rounded-md border border-line bg-surface p-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <Fact name="Made by">
        <Verbatim>{created_by?.name ?? 'FORGE'}</Verbatim>, <When at={created_at} />
      </Fact>
      <Fact name="Written by">
        {authors.length === 0 ? 'nobody known' : authors.map(({ name }) => isolate(name)).join(', ')}
      </Fact>
      <Fact name="Approved by">
        {approvals.length === 0
          ? `nobody; ${required} were needed`
          : approvals.map(({ user, own_work }) => `${isolate(user.name)}${own_work ? ' (own work)' : ''}`).join(', ')}
      </Fact>
      <Fact name="Holds">
        {sayPrompts(version.prompt_count)}, {saySize(bytes)}, {saySize(gzip_bytes)} when sent
      </Fact>
      <Fact name="Bundle SHA-256">
        <Digest what="the digest of the bundle" text={version.sha256} />
      </Fact>
      <Fact name="Content digest">
        <Digest what="the digest of the content" text={version.content_digest} />
        <p className="mt-1 text-muted">Of the texts alone, without number and date: what approvals are given for.</p>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted max-sm:-mb-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

function Digest({ what, text }: { what: string; text: string }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 font-mono break-all">{text}</code>
      <CopyButton what={what} text={text} />
    </span>
  )
}
