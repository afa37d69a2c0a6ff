// Gen writes the JSON schema of config files. Run it at the root of the module:
//
//	go run ./internal/config/gen
package main

import (
	"flag"
	"log"
	"os"

	"github.com/gojoincheck/gojoincheck/internal/config"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	out := flag.String("out", "gojoincheck.schema.json", "the `file` to write")
	flag.Parse()
	schema, err := config.Schema(rule.All())
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, schema, 0o666); err != nil {
		log.Fatal(err)
	}
}
