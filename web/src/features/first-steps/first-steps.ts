import type { EnvironmentHead, FleetSummary, PromptSet } from '@anvil/shared/api'
import type { LinkProps } from '@tanstack/react-router'

/** One step to a running application, and where it is taken. */
export interface FirstStep {
  name: string
  done: boolean
  to: NonNullable<LinkProps['to']>
}

interface Known {
  sets: readonly Pick<PromptSet, 'prompt_count' | 'locked_version'>[]
  head: Pick<EnvironmentHead, 'sequence'>
  fleet: Pick<FleetSummary, 'all'>
}

/** The steps from an empty project to an application that renders its prompts, in their order. */
export function firstSteps({ sets, head, fleet }: Known): FirstStep[] {
  const hasLocked = sets.some(({ locked_version }) => locked_version !== null)
  return [
    {
      name: 'Write a prompt',
      done: hasLocked || sets.some(({ prompt_count }) => prompt_count > 0),
      to: '/projects/$projectId/prompts',
    },
    { name: 'Have it reviewed, and lock a version', done: hasLocked, to: '/projects/$projectId/reviews' },
    { name: 'Publish the version to production', done: head.sequence > 0, to: '/projects/$projectId/publications' },
    { name: 'Connect your application', done: fleet.all > 0, to: '/projects/$projectId/fleet' },
  ]
}
