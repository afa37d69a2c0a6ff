package captures

import (
	"database/sql"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"slices"
	"sort"
	"sync"
)

func badUnmarshal(data []byte) {
	var v map[string]int
	var wg sync.WaitGroup
	wg.Go(func() { use(json.Unmarshal(data, &v)) }) // want `captured-race`
	use(v["x"])
	wg.Wait()
}

func goodUnmarshal(data []byte) {
	var v map[string]int
	var wg sync.WaitGroup
	wg.Go(func() { use(json.Unmarshal(data, &v)) })
	wg.Wait()
	use(v["x"])
}

func badUnmarshalStruct(data []byte) {
	var v point
	var wg sync.WaitGroup
	wg.Go(func() { use(json.Unmarshal(data, &v)) }) // want `captured-race`
	use(v.x)
	wg.Wait()
}

func badXML(data []byte) {
	var v point
	var wg sync.WaitGroup
	wg.Go(func() { use(xml.Unmarshal(data, &v)) }) // want `captured-race`
	use(v.x)
	wg.Wait()
}

func badGob(r io.Reader) {
	var v point
	dec := gob.NewDecoder(r)
	var wg sync.WaitGroup
	wg.Go(func() { use(dec.Decode(&v)) }) // want `captured-race`
	use(v.x)
	wg.Wait()
}

func badSscan(text string) {
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() { fmt.Sscan(text, &n) }) // want `captured-race`
	use(n)
	wg.Wait()
}

func badSscanf(text string) {
	a, b := 0, 0
	var wg sync.WaitGroup
	wg.Go(func() { fmt.Sscanf(text, "%d %d", &a, &b) }) // want `captured-race`
	use(b)
	wg.Wait()
}

func badBinaryRead(r io.Reader) {
	var n uint32
	var wg sync.WaitGroup
	wg.Go(func() { binary.Read(r, binary.LittleEndian, &n) }) // want `captured-race`
	use(n)
	wg.Wait()
}

func badPut() {
	b := make([]byte, 8)
	var wg sync.WaitGroup
	wg.Go(func() { binary.LittleEndian.PutUint32(b, 7) }) // want `captured-race`
	use(b[0])
	wg.Wait()
}

func badRowsScan(rows *sql.Rows) {
	var name string
	var wg sync.WaitGroup
	wg.Go(func() { rows.Scan(&name) }) // want `captured-race`
	use(name)
	wg.Wait()
}

func badRowScan(db *sql.DB) {
	var name string
	var wg sync.WaitGroup
	wg.Go(func() { db.QueryRow("x").Scan(&name) }) // want `captured-race`
	use(name)
	wg.Wait()
}

func badFlag(fs *flag.FlagSet) {
	var v bool
	var wg sync.WaitGroup
	wg.Go(func() { fs.BoolVar(&v, "v", false, "") }) // want `captured-race`
	use(v)
	wg.Wait()
}

func badReadFull(r io.Reader) {
	buf := make([]byte, 4)
	var wg sync.WaitGroup
	wg.Go(func() { io.ReadFull(r, buf) }) // want `captured-race`
	use(buf[0])
	wg.Wait()
}

func badRead(r io.Reader) {
	buf := make([]byte, 4)
	var wg sync.WaitGroup
	wg.Go(func() { r.Read(buf) }) // want `captured-race`
	use(string(buf))
	wg.Wait()
}

func badCopy(src []byte) {
	buf := make([]byte, 4)
	var wg sync.WaitGroup
	wg.Go(func() { copy(buf, src) }) // want `captured-race`
	use(buf[0])
	wg.Wait()
}

func badSort() {
	s := []int{3, 1, 2}
	var wg sync.WaitGroup
	wg.Go(func() { sort.Slice(s, func(i, j int) bool { return s[i] < s[j] }) }) // want `captured-race`
	for _, x := range s {
		use(x)
	}
	wg.Wait()
}

func badSlicesSort() {
	s := []int{3, 1, 2}
	var wg sync.WaitGroup
	wg.Go(func() { slices.Sort(s) }) // want `captured-race`
	use(s[0])
	wg.Wait()
}
