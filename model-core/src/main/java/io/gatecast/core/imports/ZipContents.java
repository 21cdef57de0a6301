package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** The entries of a zip archive held in memory, unpacked one by one and within bounds. */
final class ZipContents implements AutoCloseable {
    /** Every entry may have this many bytes, and more in proportion to its archive: weights hardly compress, bombs do. */
    private static final long SMALL_ENTRY = 1L << 24;

    private static final int COMPRESSION = 16;
    private static final int MAX_ENTRIES = 20_000;

    private final String place;
    private final ZipFile zip;
    private final long largest;
    private final Map<String, ZipArchiveEntry> entries = new LinkedHashMap<>();

    private ZipContents(byte[] bytes, String place) throws IOException {
        this.place = place;
        largest = Math.min(Integer.MAX_VALUE - 16, SMALL_ENTRY + (long) COMPRESSION * bytes.length);
        zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get();
        for (ZipArchiveEntry entry :
                (Iterable<ZipArchiveEntry>) () -> zip.getEntries().asIterator()) {
            if (entries.size() == MAX_ENTRIES) {
                throw new ModelFormatException(
                        "zip archive: expected at most " + MAX_ENTRIES + " entries, found more in " + place);
            }
            if (entries.putIfAbsent(entry.getName(), entry) != null) {
                throw new ModelFormatException(
                        entry.getName() + ": expected one entry of this name, found two, in " + place);
            }
        }
    }

    static boolean recognises(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
    }

    static ZipContents open(byte[] bytes, String place) {
        try {
            return new ZipContents(bytes, place);
        } catch (ModelFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // damaged archives give either
            throw new ModelFormatException(
                    "zip archive: expected a whole one, found " + e.getMessage() + ", in " + place, e);
        }
    }

    /** Returns the names that end with the given text. */
    List<String> endingWith(String suffix) {
        List<String> names = new ArrayList<>();
        for (String name : entries.keySet()) {
            if (name.endsWith(suffix)) {
                names.add(name);
            }
        }
        return names;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    Optional<byte[]> find(String name) {
        return has(name) ? Optional.of(read(name)) : Optional.empty();
    }

    byte[] read(String name) {
        ZipArchiveEntry entry = entries.get(name);
        if (entry == null) {
            throw new ModelFormatException(name + ": entry is missing in " + place);
        }
        long size = entry.getSize();
        if (size < 0 || size > largest) {
            throw new ModelFormatException(name + ": expected an entry of at most " + largest + " bytes, says it has "
                    + size + ", in " + place);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            // What the entry says is not trusted: memory grows with what is really there.
            byte[] bytes = in.readNBytes((int) size + 1);
            if (bytes.length != size) {
                throw new ModelFormatException(name + ": expected the " + size + " bytes it says it has, found "
                        + (bytes.length > size ? "more" : bytes.length) + ", in " + place);
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            if (checksum.getValue() != entry.getCrc()) {
                throw new ModelFormatException(name + ": expected the checksum " + Long.toHexString(entry.getCrc())
                        + ", found " + Long.toHexString(checksum.getValue()) + ", in " + place);
            }
            return bytes;
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelFormatException(name + ": cannot be unpacked: " + e.getMessage() + ", in " + place, e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new ModelFormatException("zip archive: " + e.getMessage() + ", in " + place, e);
        }
    }
}
