import type { PromptSetStatus } from '@anvil/shared'
import { Section } from '../../components/section.js'
import type { PromptKey } from './api.js'
import type { Content } from './content.js'
import { IncludeList } from './include-list.js'
import { MetadataFields } from './metadata-fields.js'
import type { PromptKeeper } from './prompt-keeper.js'
import { TagMarks } from './tag-marks.js'
import { UsedByList } from './used-by-list.js'
import type { usePromptParts } from './use-prompt-parts.js'
import { VariablesPanel } from './variables-panel.js'

interface PromptSideProps {
  promptKey: PromptKey
  content: Content
  parts: ReturnType<typeof usePromptParts>
  status: PromptSetStatus | undefined
  /** Why it can only be read. */
  because: string | undefined
  keeper: PromptKeeper
}

/** What stands beside the text of a prompt: what it needs, and what it hangs together with. */
export function PromptSide({ promptKey, content, parts, status, because, keeper }: PromptSideProps) {
  const isReadOnly = because !== undefined
  const { names, used, included, typed, type, includes } = parts
  const { delimiters, metadata, variables = {} } = content
  return (
    <aside aria-label="Variables and more" className="min-w-0 space-y-6">
      <Section title="Variables">
        <VariablesPanel
          {...{ names, used, included, variables, typed, isReadOnly }}
          onType={type}
          onDeclare={(declared) => keeper.rewrite({ ...content, variables: declared })}
        />
      </Section>
      <Section title="Includes">
        <IncludeList {...{ promptKey, includes, status, because }} />
      </Section>
      <Section title="Used by">
        <UsedByList promptKey={promptKey} />
      </Section>
      <Section title="Metadata">
        <MetadataFields
          {...{ metadata, isReadOnly }}
          onChange={(next) => keeper.change({ ...content, metadata: next })}
        />
      </Section>
      <Section title="Tag marks">
        <TagMarks
          {...{ delimiters, isReadOnly }}
          onChange={(next) => keeper.change({ ...content, delimiters: next })}
        />
      </Section>
    </aside>
  )
}
