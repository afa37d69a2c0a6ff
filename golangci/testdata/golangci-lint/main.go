// Command golangci-lint is golangci-lint with gojoincheck in it.
package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/gojoincheck/gojoincheck/golangci"
)

func main() {
	// golangci-lint keys its cache by this version. "(devel)" makes it use a
	// hash of the executable, so that a rebuilt plug-in gets no old answers.
	if err := commands.Execute(commands.BuildInfo{Version: "(devel)"}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitcodes.Failure)
	}
}
