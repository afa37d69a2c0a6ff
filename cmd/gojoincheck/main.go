// Command gojoincheck finds goroutines that nothing joins, and variables that
// goroutines race for.
//
//	gojoincheck ./...
//
// Run "gojoincheck -help" for its flags. The same program serves the go
// command as vet tool and as fix tool.
package main

import (
	"os"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/cli"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/unit"
)

func main() {
	unit.Relevant = relevant
	os.Exit(cli.Main(gojoincheck.Analyzers(), rule.All(), os.Args[1:]))
}
