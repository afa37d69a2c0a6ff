package report

import _ "embed"

// FormatsDoc describes the formats to their users.
//
//go:embed formats.txt
var FormatsDoc string
