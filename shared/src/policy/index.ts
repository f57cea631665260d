export { checkPolicy, type CallerChange, type LintedProblem, type PolicyScene } from './check-policy.js'
export { Finding } from './finding.js'
export { DEFAULT_POLICY, PolicyDocument, RULE_MEANINGS, RuleLevel, RuleName } from './policy-document.js'
