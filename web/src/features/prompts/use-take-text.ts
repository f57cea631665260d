import { useNavigate } from '@tanstack/react-router'
import type { PromptKey } from './api.js'
import type { Content } from './content.js'
import { copiesOf } from './keepers.js'

/** Takes a text to another prompt, where it is offered as one that was set aside; false where it could not be kept. */
export function useTakeText(): (content: Content, to: PromptKey) => boolean {
  const navigate = useNavigate()
  return (content, to) => {
    const { isKept } = copiesOf(to).asides.add(content)
    void navigate({ to: '/projects/$projectId/prompts/$promptSetId/edit/$promptId', params: to })
    return isKept
  }
}
