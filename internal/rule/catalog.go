package rule

// catalog holds every rule; its order does not matter.
var catalog = slicesConcat(missingjoinRules, closurecaptureRules)

func slicesConcat(lists ...[]*Rule) (all []*Rule) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var missingjoinRules, closurecaptureRules []*Rule
