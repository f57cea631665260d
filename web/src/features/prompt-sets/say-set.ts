import type { PromptSet } from '@anvil/shared/api'
import { sayPrompts } from '../prompts/say-prompts.js'

/** How many prompts a set has, and what is locked of it. */
export function saySet({ prompt_count: count, locked_version: locked }: PromptSet): string {
  return `${sayPrompts(count)} · ${locked === null ? 'never locked' : `locked ${locked}`}`
}
