package syncmodel

import (
	"go/types"
	"strings"
)

// What goes over a connection orders: the race detector takes every write to a file
// descriptor for a release, and every read for an acquire (internal/poll and syscall
// call race.ReleaseMerge and race.Acquire). Who is at the other end is not known.

// Talk says what a function does over a connection.
type Talk uint8

// What it can do.
const (
	Says    Talk = 1 << iota // the other end notices
	Listens                  // it goes on when the other end says something by itself
	Hears                    // what the other end has said comes before its return
	InTests                  // in a test alone: elsewhere it mostly reads something else
)

// connections are the functions of the standard library that use one.
var connections = map[Key]Talk{
	{"net", "Listener", "Accept"}:       Listens | Hears,
	{"net", "TCPListener", "Accept"}:    Listens | Hears,
	{"net", "TCPListener", "AcceptTCP"}: Listens | Hears,
	{"net", "UnixListener", "Accept"}:   Listens | Hears,
	{"net", "Conn", "Read"}:             Listens | Hears,
	{"net", "PacketConn", "ReadFrom"}:   Listens | Hears,
	{"io", "Reader", "Read"}:            Listens | Hears,
	{"bufio", "Reader", "ReadString"}:   Listens | Hears,
	{"bufio", "Reader", "ReadLine"}:     Listens | Hears,
	{"bufio", "Reader", "ReadBytes"}:    Listens | Hears,
	{"bufio", "Scanner", "Scan"}:        Listens | Hears,
	{"io", "", "ReadAll"}:               Listens | Hears | InTests,
	{"io", "", "ReadFull"}:              Listens | Hears | InTests,
	{"net/http", "", "ReadRequest"}:     Listens | Hears,
	{"net/http", "", "ReadResponse"}:    Listens | Hears,

	{"net", "", "Dial"}:                           Says,
	{"net", "", "DialTimeout"}:                    Says,
	{"net", "Dialer", "Dial"}:                     Says,
	{"net", "Dialer", "DialContext"}:              Says,
	{"net", "Conn", "Write"}:                      Says,
	{"net", "Conn", "Close"}:                      Says,
	{"net", "PacketConn", "WriteTo"}:              Says,
	{"io", "Writer", "Write"}:                     Says,
	{"io", "Closer", "Close"}:                     Says,
	{"io", "", "WriteString"}:                     Says,
	{"bufio", "Writer", "Flush"}:                  Says,
	{"net/http", "ResponseWriter", "Write"}:       Says,
	{"net/http", "ResponseWriter", "WriteHeader"}: Says,
	{"net/http", "Flusher", "Flush"}:              Says,

	{"net/http", "", "Get"}:        Says | Hears,
	{"net/http", "", "Head"}:       Says | Hears,
	{"net/http", "", "Post"}:       Says | Hears,
	{"net/http", "", "PostForm"}:   Says | Hears,
	{"net/http", "Client", "Do"}:   Says | Hears,
	{"net/http", "Client", "Get"}:  Says | Hears,
	{"net/http", "Client", "Head"}: Says | Hears,
	{"net/http", "Client", "Post"}: Says | Hears,
}

// TalkOf tells what the function does over a connection, nothing for most.
func TalkOf(fn *types.Func) Talk {
	if fn == nil {
		return 0
	}
	return connections[KeyOf(fn)]
}

// MayAsk reports whether the function is a method of a library that the table does not
// know, and no assertion: it may be a client's.
func MayAsk(fn *types.Func) bool {
	return fn != nil && fn.Signature().Recv() != nil && fn.Pkg() != nil &&
		!Standard(fn.Pkg().Path()) && !strings.HasPrefix(fn.Pkg().Path(), "github.com/stretchr/testify")
}

// IsCancel reports whether t is the type of the functions that cancel a context.
func IsCancel(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && strings.HasPrefix(n.Obj().Name(), "Cancel")
}
