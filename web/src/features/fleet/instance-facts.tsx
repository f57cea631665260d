import type { FleetPlace, LiveInstanceDetail } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Mark } from '../../components/mark.js'
import { When } from '../../components/when.js'
import { Verbatim } from '../../components/verbatim.js'
import { useNow } from '../../lib/use-now.js'
import type { EnvironmentKey } from '../publications/api.js'
import { lookOf } from './light.js'
import { sayLag, sayPlace, sayVersions } from './say-fleet.js'
import { TRUST } from './trust.js'

interface InstanceFactsProps {
  place: EnvironmentKey
  detail: LiveInstanceDetail
  tokenName: string
}

/** What an instance runs, what it should, and what it said of itself. */
export function InstanceFacts({ place, detail: { instance, runs, wanted }, tokenName }: InstanceFactsProps) {
  const now = useNow()
  const labels = Object.entries(instance.labels)
  return (
    <dl className="grid gap-x-6 gap-y-3 rounded-md border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3">
      <Fact name="State">
        <Mark look={lookOf(instance.light)} /> {instance.state}
      </Fact>
      <Fact name="Runs">
        <PlaceLink place={place} runs={runs} />
      </Fact>
      <Fact name="Should run">
        <PlaceLink place={place} runs={wanted} />
      </Fact>
      <Fact name="Lag">{sayLag(runs, now) ?? 'None'}</Fact>
      <Fact name="Mode">{instance.mode === 'frozen' ? 'FROZEN' : 'ACCEPTING'}</Fact>
      <Fact name="Trust">{TRUST[instance.trust]}</Fact>
      <Fact name="Access token">
        <Verbatim>{tokenName}</Verbatim>
      </Fact>
      <Fact name="Client">
        <Verbatim>{instance.sdk}</Verbatim> on <Verbatim>{instance.runtime}</Verbatim>
      </Fact>
      <Fact name="Host">
        <Verbatim>{instance.host}</Verbatim>, process {instance.pid}, from {instance.address}
      </Fact>
      <Fact name="Seen">
        <When at={instance.last_seen_at} />, first <When at={instance.first_seen_at} />
      </Fact>
      <Fact name="Prompts">{instance.prompts}</Fact>
      <Fact name="Plain http">{instance.insecure ? 'Allowed: what it sends can be read on the way' : 'Refused'}</Fact>
      <Fact name="Id">
        <code className="font-mono break-all">{instance.id}</code>
      </Fact>
      <Fact name="Labels">
        {labels.length === 0 && 'None'}
        {labels.map(([name, value]) => (
          <bdi key={name} className="mr-1.5 inline-block rounded bg-sunken px-1.5 break-all">
            {name}={value}
          </bdi>
        ))}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{name}</dt>
      <dd className="break-words tabular-nums">{children}</dd>
    </div>
  )
}

function PlaceLink({ place: { projectId, environment }, runs }: { place: EnvironmentKey; runs: FleetPlace }) {
  return (
    <>
      {runs.publication_id === null ? (
        sayPlace(runs)
      ) : (
        <Link
          to="/projects/$projectId/publications/$publicationId"
          params={{ projectId, publicationId: runs.publication_id }}
          search={{ environment }}
          className="underline underline-offset-4"
        >
          {sayPlace(runs)}
        </Link>
      )}
      {runs.sequence !== null && (
        <span className="block text-muted">
          <Verbatim>{sayVersions(runs.versions)}</Verbatim>
        </span>
      )}
    </>
  )
}
