// Command goroutineleak runs the goroutineleak analyzer on its own, notes included.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/gojoincheck/gojoincheck/passes/goroutineleak"
)

func main() { singlechecker.Main(goroutineleak.Analyzer) }
