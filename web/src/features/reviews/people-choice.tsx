import type { Person } from '@anvil/shared/api'
import { Verbatim } from '../../components/verbatim.js'

interface PeopleChoiceProps {
  people: readonly Person[]
  chosen: readonly string[]
  choose: (ids: readonly string[]) => void
}

/** Who is asked to review, of those who may. */
export function PeopleChoice({ people, chosen, choose }: PeopleChoiceProps) {
  if (people.length === 0) return <p className="text-muted">Nobody else here may review it yet.</p>
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Who is asked</legend>
      <p className="mb-2 text-muted">Choose nobody to ask everybody who may review. Others may review too.</p>
      <ul className="max-h-48 space-y-1 overflow-auto">
        {people.map(({ id, name }) => (
          <li key={id}>
            <label className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={(event) =>
                  choose(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
                className="size-4 accent-accent"
              />
              <Verbatim>{name}</Verbatim>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
