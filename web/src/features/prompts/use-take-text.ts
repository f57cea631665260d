import { useNavigate } from '@tanstack/react-router'
import type { PromptKey } from './api.js'
import type { Content } from './content.js'
import { takeAside } from './keepers.js'

/** Takes a text to another prompt, where it is offered as one that was set aside, and leaves it where it was. */
export function useTakeText(): (content: Content, to: PromptKey, leave: () => void) => void {
  const navigate = useNavigate()
  return (content, to, leave) => {
    takeAside(to, content, leave)
    void navigate({ to: '/projects/$projectId/prompts/$promptSetId/edit/$promptId', params: to })
  }
}
