import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Circle, CircleCheck } from 'lucide-react'
import { fleetQuery } from '../fleet/api.js'
import { promptSetsQuery } from '../prompt-sets/api.js'
import { headQuery } from '../publications/api.js'
import { type FirstStep, firstSteps } from './first-steps.js'

const ENVIRONMENT = 'production'

/** What is left until an application renders prompts of this project; nothing once all of it is done. */
export function FirstStepsList({ projectId }: { projectId: string }) {
  const { data: sets } = useQuery(promptSetsQuery(projectId))
  const { data: head } = useQuery(headQuery(projectId, ENVIRONMENT))
  const { data: fleet } = useQuery(fleetQuery({ projectId, environment: ENVIRONMENT }))
  if (!sets || !head || !fleet) return null
  const steps = firstSteps({ sets, head, fleet })
  if (steps.every(({ done }) => done)) return null
  return (
    <section aria-labelledby="first-steps" className="rounded-md border border-line bg-surface p-5">
      <h2 id="first-steps" className="text-base font-semibold">
        First steps
      </h2>
      <ol className="mt-3 space-y-1">
        {steps.map((step) => (
          <Step key={step.name} step={step} projectId={projectId} />
        ))}
      </ol>
    </section>
  )
}

function Step({ step: { name, done, to }, projectId }: { step: FirstStep; projectId: string }) {
  const Icon = done ? CircleCheck : Circle
  return (
    <li className="flex min-h-8 items-center gap-2">
      <Icon aria-hidden="true" className={`size-4 shrink-0 ${done ? 'text-good' : 'text-muted'}`} />
      {done ? (
        <span className="text-muted">
          {name}
          <span className="sr-only">, done</span>
        </span>
      ) : (
        <Link to={to} params={{ projectId }} className="font-medium underline underline-offset-4">
          {name}
        </Link>
      )}
    </li>
  )
}
