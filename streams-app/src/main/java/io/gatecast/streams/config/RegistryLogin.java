package io.gatecast.streams.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * The login at the schema registry. One that is part of the address, {@code https://user:password@host}, is taken out of
 * it: clients print addresses.
 */
public final class RegistryLogin {
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)([^/@,]*)@");
    private static final String SOURCE = "basic.auth.credentials.source";
    private static final String LOGIN = "basic.auth.user.info";

    private RegistryLogin() {}

    /**
     * Moves the login of the address, if it has one, to the settings for it.
     *
     * @param settings settings of the registry client
     * @return the same with a plain address, a copy
     * @throws ConfigException if there are several addresses with different logins
     */
    public static Map<String, Object> outOfAddress(Map<String, ?> settings) {
        Map<String, Object> plain = new HashMap<>(settings);
        String address = String.valueOf(settings.get(Settings.SCHEMA_REGISTRY_URL));
        Matcher login = USER_INFO.matcher(address);
        Set<String> logins = new LinkedHashSet<>();
        while (login.find()) {
            logins.add(URLDecoder.decode(login.group(1), StandardCharsets.UTF_8));
        }
        if (logins.isEmpty()) {
            return plain;
        }
        if (logins.size() > 1) {
            throw new ConfigException(Settings.SCHEMA_REGISTRY_URL + " must have one login, has " + logins.size());
        }
        for (String prefix : new String[] {"", SettingNames.REGISTRY_PREFIX}) {
            plain.put(prefix + SOURCE, "USER_INFO");
            plain.put(prefix + LOGIN, logins.iterator().next());
        }
        plain.put(Settings.SCHEMA_REGISTRY_URL, login.replaceAll(""));
        return plain;
    }
}
