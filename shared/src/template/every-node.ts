import type { SectionNode, TemplateNode } from './template-ast.js'

/** A node with the sections around it, outermost first. */
export interface NodeInPlace {
  readonly node: TemplateNode
  readonly within: readonly SectionNode[]
}

/** Every node of a parsed template, in order of the text. */
export function* everyNode(
  nodes: readonly TemplateNode[],
  within: readonly SectionNode[] = [],
): Generator<NodeInPlace> {
  for (const node of nodes) {
    yield { node, within }
    if (node.kind === 'section') yield* everyNode(node.children, [...within, node])
  }
}
