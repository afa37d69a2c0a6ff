// Command closurecapture runs the closurecapture analyzer on its own, notes included.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/gojoincheck/gojoincheck/passes/closurecapture"
)

func main() { singlechecker.Main(closurecapture.Analyzer) }
