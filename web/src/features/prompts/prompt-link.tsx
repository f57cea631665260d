import { Link } from '@tanstack/react-router'
import type { PromptKey } from './api.js'

/** The id of a prompt, which leads to where it is written. */
export function PromptLink({ promptKey }: { promptKey: PromptKey }) {
  return (
    <Link
      to="/projects/$projectId/prompts/$promptSetId/edit/$promptId"
      params={promptKey}
      className="inline-block min-h-6 font-mono break-all text-accent underline underline-offset-2"
    >
      {promptKey.promptId}
    </Link>
  )
}
