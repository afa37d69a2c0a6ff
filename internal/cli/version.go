package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v3"
)

func (a *app) versionCommand() *cli.Command {
	return a.command(&cli.Command{
		Name:         "version",
		Usage:        "print the version",
		ArgValidator: noArgs,
		Action:       func(context.Context, *cli.Command) error { return a.print(version() + "\n") },
	}, nil)
}

// version is what a bug report needs.
func version() string {
	return fmt.Sprintf("%s %s %s %s/%s", Name, moduleVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// moduleVersion is the version that the go command built in: of the release
// that was installed, or of the commit.
func moduleVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

func noArgs(_ context.Context, cmd *cli.Command) error {
	if cmd.Args().Present() {
		return usagef("%s takes no arguments", cmd.Name)
	}
	return nil
}
