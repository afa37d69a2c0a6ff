// Command picture draws what the linter prints on a terminal, for the README:
// docs/terminal.svg is its output on testdata/readme. Run it in the root of the
// repository; a test says when the picture is stale.
//
//	go run ./internal/picture
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// picture is where the picture stands, from the root of the repository.
const picture = "docs/terminal.svg"

func main() {
	log.SetFlags(0)
	log.SetPrefix("picture: ")
	out, err := output(".")
	if err == nil {
		err = os.WriteFile(picture, []byte(draw(command, out)), 0o666)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// command is what the picture shows to be typed.
const command = "gojoincheck ./..."

// output runs the linter on the program of the README.
func output(root string) (string, error) {
	temp, err := os.MkdirTemp("", "picture")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	linter := filepath.Join(temp, "gojoincheck.exe")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", linter, "./cmd/gojoincheck")
	build.Dir = root
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the linter: %w\n%s", err, text)
	}
	lint := exec.Command(linter, "-color", "always", "-exit-zero", "./...")
	lint.Dir = filepath.Join(root, "testdata", "readme")
	lint.Env = append(os.Environ(), "GOWORK=off")
	var stderr strings.Builder
	lint.Stderr = &stderr
	text, err := lint.Output()
	if err != nil {
		return "", fmt.Errorf("running the linter: %w\n%s", err, &stderr)
	}
	return string(text), nil
}
