import { AnvilError, type Delimiters, type Variable, type Variables } from '@anvil/shared'
import { type TemplateVariable, variablesOf } from '@anvil/shared/template'

/** Templates that are filled with the same values: of a text prompt one, of a chat one a message. */
export interface TemplateGroup {
  templates: readonly string[]
  delimiters: Delimiters | null
}

/**
 * The declarations of a prompt that came without any. Every name that its templates use and that was declared before
 * keeps its declaration. A new name is declared where each render needs it: as a required string, or as a required
 * object where steps into it are used. A name that only sections test, or that stands inside of one, stays undeclared,
 * since the template doesn't tell whether it is a list, an object or a flag.
 */
export function inferVariables(group: TemplateGroup, before: Variables): Variables {
  const entries = usedVariables(group).flatMap(({ name, required, use }): [string, Variable][] => {
    const declared = Object.hasOwn(before, name) ? before[name] : undefined
    if (declared) return [[name, declared]]
    return required && isDeclarable(name) ? [[name, inferredVariable(use)]] : []
  })
  return Object.fromEntries(entries)
}

/** How a name is taken that is used without being declared. */
export function inferredVariable(use: TemplateVariable['use']): Variable {
  return { type: use === 'object' ? 'object' : 'string', required: true, default: null, description: '' }
}

/** The names that templates use themselves; none of a template that can't be read. */
export function usedVariables({ templates, delimiters }: TemplateGroup): TemplateVariable[] {
  return templates.flatMap((template) => {
    try {
      return variablesOf(template, { delimiters })
    } catch (error) {
      if (error instanceof AnvilError) return []
      throw error
    }
  })
}

const isDeclarable = (name: string): boolean =>
  /^[\p{L}\p{M}\p{N}_-]{1,200}$/u.test(name) && !(name in Object.prototype)
