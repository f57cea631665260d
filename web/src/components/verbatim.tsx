import { settle } from '@anvil/shared'

/** What somebody wrote, set into a line: in whatever direction it runs, the words around it stay where they are. */
export function Verbatim({ children }: { children: string }) {
  return <bdi>{settle(children)}</bdi>
}
