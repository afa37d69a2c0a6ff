package testutil

// Quiet is a program in which every form of comment silences a finding, for
// each driver to be tested with: nothing is reported but what
// [QuietFindings] lists.
const Quiet = `package main

import "fmt"

func main() {
	//gojoincheck:ignore unjoined the last words may be lost
	go fmt.Println("alone on the line above")
	go fmt.Println("behind") //gojoincheck:ignore unjoined the last words may be lost
	go fmt.Println("both rules") //gojoincheck:ignore missingjoin,captured-race the last words may be lost
	go fmt.Println("detached") //gojoincheck:detached the last words may be lost
	go fmt.Println("nolint") //nolint:gojoincheck // the last words may be lost
	//lint:ignore unjoined the last words may be lost
	go fmt.Println("lint:ignore")
	n := 0
	//gojoincheck:ignore captured-race,unjoined the reader tolerates any value
	go func() { n++ }()
	fmt.Println(n)
	//gojoincheck:ignore unjoined
	go fmt.Println("no reason")
}
`

// QuietFindings are what is wrong with the comments of [Quiet], and what one of
// them does not silence: line, column, message and rule.
var QuietFindings = []string{
	"9:31: there is no finding of captured-race here to silence (unused-suppression)",
	"18:2: this comment silences nothing: it gives no reason: say why the finding may stand (bad-suppression)",
	"19:2: goroutine is never joined: nothing waits for it before the program ends (unjoined)",
}
