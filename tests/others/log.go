// Whether Go's own tools accept our log: its checkpoint, a record by our tiles, and that it continued an older tree.
//
// Usage: log BUNDLE KEY INDEX OLD-SIZE OLD-ROOT. It uses nothing but golang.org/x/mod/sumdb, as Debian packages it.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
	return value
}

func check(err error) { must(struct{}{}, err) }

// The tiles of a bundle. Go's paths name the height of a tile, which is always 8 here; C2SP's do not.
type tiles string

func (folder tiles) Height() int                        { return 8 }
func (folder tiles) SaveTiles([]tlog.Tile, [][]byte)    {}
func (folder tiles) ReadTiles(of []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range of {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(folder), path))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

// The bytes of a record: the bundle of 256 it lies in has each after its length.
func record(folder string, index, size int64) []byte {
	tile := tlog.Tile{H: 8, L: -1, N: index / 256, W: 256}
	if rest := size - tile.N*256; rest < 256 {
		tile.W = int(rest)
	}
	path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
	bytes := must(os.ReadFile(filepath.Join(folder, path)))
	for left := index % 256; ; left-- {
		length := int(binary.BigEndian.Uint16(bytes))
		if left == 0 {
			return bytes[2 : 2+length]
		}
		bytes = bytes[2+length:]
	}
}

func hash(text string) (hash tlog.Hash) {
	copy(hash[:], must(base64.StdEncoding.DecodeString(text)))
	return
}

func number(text string) int64 { return must(strconv.ParseInt(text, 10, 64)) }

func main() {
	folder, key, index := os.Args[1], os.Args[2], number(os.Args[3])
	old := tlog.Tree{N: number(os.Args[4]), Hash: hash(os.Args[5])}

	verifier := must(note.NewVerifier(key))
	signed := must(note.Open(must(os.ReadFile(filepath.Join(folder, "checkpoint"))), note.VerifierList(verifier)))
	lines := strings.Split(signed.Text, "\n")
	tree := tlog.Tree{N: number(lines[1]), Hash: hash(lines[2])}
	fmt.Println("note.Open: signed by", signed.Sigs[0].Name, "for", tree.N, "records")

	reader := tlog.TileHashReader(tree, tiles(folder))
	leaf := tlog.RecordHash(record(folder, index, tree.N))
	proof := must(tlog.ProveRecord(tree.N, index, reader))
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf))
	fmt.Println("tlog.CheckRecord: record", index, "by", len(proof), "hashes")
	for _, sibling := range proof {
		fmt.Println("hash", base64.StdEncoding.EncodeToString(sibling[:]))
	}

	consistent := must(tlog.ProveTree(tree.N, old.N, reader))
	check(tlog.CheckTree(consistent, tree.N, tree.Hash, old.N, old.Hash))
	fmt.Println("tlog.CheckTree: continues", old.N, "records")
}
