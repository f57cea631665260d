import type { PromptSet, Version } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Mark } from '../../components/mark.js'
import { When } from '../../components/when.js'
import { StatusMark } from '../reviews/status-mark.js'
import { ARCHIVED, KindMark, RunsInMark } from './kind-mark.js'
import { DRAFT, sayPrompts, saySide, shortDigest } from './say-version.js'
import { Verbatim } from '../../components/verbatim.js'

const LINK = 'inline-flex min-h-6 items-center text-accent underline underline-offset-4'

interface LineProps {
  set: PromptSet
  chosen: readonly string[]
  onChoose: ((side: string) => void) | undefined
}

/** The draft, above the versions that were made of it. */
export function DraftLine({ set, chosen, onChoose }: LineProps) {
  const params = { projectId: set.project_id, promptSetId: set.id }
  return (
    <Line side={DRAFT} {...{ chosen, onChoose }}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link to="/projects/$projectId/prompts/$promptSetId" params={params} className={`${LINK} font-medium`}>
          Draft
        </Link>
        <StatusMark status={set.status} />
      </p>
      <p className="flex flex-wrap items-center gap-x-3 text-muted">
        <span>
          {sayPrompts(set.prompt_count)} · changed <When at={set.updated_at} />
        </span>
        {set.locked_version !== null && <ChangesLink set={set} from={set.locked_version} to={DRAFT} />}
      </p>
    </Line>
  )
}

interface VersionLineProps extends LineProps {
  version: Version
  /** The number of the version before it. */
  before: string | undefined
  /** The environments that run it. */
  runsIn: readonly string[]
}

/** One version: its number, who made it when and why, its digest and where it runs. */
export function VersionLine({ set, version, before, runsIn, chosen, onChoose }: VersionLineProps) {
  const { version: number, kind, note, created_by: author, created_at, sha256, prompt_count, archived_at } = version
  const params = { projectId: set.project_id, promptSetId: set.id, version: number }
  return (
    <Line side={number} {...{ chosen, onChoose }}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to="/projects/$projectId/prompts/$promptSetId/versions/$version"
          params={params}
          className={`${LINK} font-medium tabular-nums`}
        >
          {number}
        </Link>
        <KindMark kind={kind} />
        <RunsInMark environments={runsIn} />
        {archived_at !== null && <Mark look={ARCHIVED} />}
      </p>
      {note !== '' && <p className="break-words">{note}</p>}
      <p className="flex flex-wrap items-center gap-x-3 text-muted">
        <span className="min-w-0 break-words">
          <Verbatim>{author?.name ?? 'FORGE'}</Verbatim>, <When at={created_at} /> · {sayPrompts(prompt_count)}
        </span>
        <code title={sha256} className="font-mono">
          <span className="sr-only">SHA-256 begins with </span>
          {shortDigest(sha256)}
        </code>
        {before !== undefined && <ChangesLink set={set} from={before} to={number} />}
      </p>
    </Line>
  )
}

function ChangesLink({ set, from, to }: { set: PromptSet; from: string; to: string }) {
  return (
    <Link
      to="/projects/$projectId/prompts/$promptSetId/versions"
      params={{ projectId: set.project_id, promptSetId: set.id }}
      search={{ from, to }}
      className={LINK}
    >
      Changes since {from}
      {to !== DRAFT && <span className="sr-only"> in {to}</span>}
    </Link>
  )
}

function Line({ side, chosen, onChoose, children }: Omit<LineProps, 'set'> & { side: string; children: ReactNode }) {
  return (
    <li className={`flex gap-1 py-2.5 has-checked:bg-accent-wash ${onChoose ? 'px-2' : 'px-4'}`}>
      {onChoose && (
        <label className="flex size-8 shrink-0 items-center justify-center">
          <input
            aria-label={`Compare ${saySide(side)}`}
            type="checkbox"
            checked={chosen.includes(side)}
            onChange={() => onChoose(side)}
            className="size-4 accent-accent"
          />
        </label>
      )}
      <div className="min-w-0 flex-1 space-y-0.5 pt-1">{children}</div>
    </li>
  )
}
